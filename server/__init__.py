"""The server of Fair Scale: domain, store, services, documents and web."""
