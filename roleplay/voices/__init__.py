"""Voices put the customer's act into words; ``perform`` drives one turn of them."""

from __future__ import annotations

from roleplay.voices.perform import Performed, Stage, perform
from roleplay.voices.scene import Line, Scene, Voice, VoiceFailed

__all__ = ["Line", "Performed", "Scene", "Stage", "Voice", "VoiceFailed", "perform"]
