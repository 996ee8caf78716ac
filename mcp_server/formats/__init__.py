"""How the command line shows findings. Each module has `render(checked) -> str`."""
