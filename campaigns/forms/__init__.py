"""Forms: what people type, checked and turned into values before a service is called."""
