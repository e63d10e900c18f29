"""Agreements in her hands: making one, trying it, signing, taking back; on her own page, or with a worker beside her."""
