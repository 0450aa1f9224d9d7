"""What people and the office type."""

from glascampus.stations.bookings.forms.booking import BookForm, fault_of
from glascampus.stations.bookings.forms.changes import AttachForm, NameForm
from glascampus.stations.bookings.forms.contract import SCALE_STEPS, ScaleForm, WithdrawForm
from glascampus.stations.bookings.forms.dates import CallForm, CallsForm, MoveForm
from glascampus.stations.bookings.forms.on_behalf import ListBookerForm, OnBehalfForm

__all__ = [
    "SCALE_STEPS",
    "AttachForm",
    "BookForm",
    "CallForm",
    "CallsForm",
    "ListBookerForm",
    "MoveForm",
    "NameForm",
    "OnBehalfForm",
    "ScaleForm",
    "WithdrawForm",
    "fault_of",
]
