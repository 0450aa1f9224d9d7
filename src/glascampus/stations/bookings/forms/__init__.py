"""What people and the office type."""

from glascampus.stations.bookings.forms.booking import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    PHONE,
    AttachForm,
    BookForm,
    ListBookerForm,
    NameForm,
    OnBehalfForm,
    fault_of,
)
from glascampus.stations.bookings.forms.contract import SCALE_STEPS, ScaleForm, WithdrawForm
from glascampus.stations.bookings.forms.dates import SANE_DAYS, CallForm, CallsForm, MoveForm

__all__ = [
    "LONGEST_EMAIL",
    "LONGEST_NAME",
    "PHONE",
    "SANE_DAYS",
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
