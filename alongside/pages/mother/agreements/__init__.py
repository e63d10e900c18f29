"""Agreements in her hands: making, trying, signing, taking back; on her own page, or with a worker beside her."""
