"""Template tags by which other apps' pages show schemes and kits."""
