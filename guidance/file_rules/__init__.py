"""Rules that read the files beside a template: definitions, OpenAPI documents, nested templates, samconfig.

The same shape as `guidance/rules/`; the fenced blocks of a rule.md carry the name of the file that each is.
"""
