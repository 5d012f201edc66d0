"""The sweeps that make time pass: plain functions of a store and an instant."""
