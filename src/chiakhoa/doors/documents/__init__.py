"""Papers in three languages: one template per document, with practice marks and a short code at the foot."""
