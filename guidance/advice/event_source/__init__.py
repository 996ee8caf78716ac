"""Event source mappings: what settings do under a workload, computed by simulation, and which to choose."""
