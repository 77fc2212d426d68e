"""The demonstration city 海岳市: invented, with a fixed seed, made by running the real services in the past."""
