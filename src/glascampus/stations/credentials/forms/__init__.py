"""What is tapped and typed at this station."""

from glascampus.stations.credentials.forms.attendance import CloseForm, TapForm
from glascampus.stations.credentials.forms.corrections import CorrectForm, CorrectRunForm, RevokeForm
from glascampus.stations.credentials.forms.lists import PackForm, ScanForm
from glascampus.stations.credentials.forms.public import CodeForm

__all__ = ["CloseForm", "CodeForm", "CorrectForm", "CorrectRunForm", "PackForm", "RevokeForm", "ScanForm", "TapForm"]
