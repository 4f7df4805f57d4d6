"""What may be done to the town's stories, events, schemes and kits."""
