"""The demo: a whole year of a plan on a virtual clock, with seeded behaviours and real mail on loopback."""
