"""Currencies a provider takes, and roughly how many of the smallest unit make a US dollar.

Telegram wants an invoice to be worth about 1 to 10,000 US dollars at the day's rate; these rates
stand still, which is near enough to catch pence taken for pounds.
"""

SMALLEST_UNITS_PER_DOLLAR = {
    "AED": 367,
    "AUD": 150,
    "BGN": 170,
    "BRL": 550,
    "CAD": 138,
    "CHF": 82,
    "CLP": 950,
    "CNY": 715,
    "COP": 400_000,
    "CZK": 2_150,
    "DKK": 650,
    "EGP": 4_800,
    "EUR": 87,
    "GBP": 75,
    "GEL": 270,
    "HKD": 780,
    "HUF": 34_000,
    "IDR": 1_630_000,
    "ILS": 340,
    "INR": 8_700,
    "ISK": 125,
    "JPY": 150,
    "KES": 12_900,
    "KRW": 1_400,
    "KZT": 53_000,
    "MDL": 1_700,
    "MXN": 1_850,
    "MYR": 425,
    "NGN": 150_000,
    "NOK": 1_000,
    "NZD": 170,
    "PEN": 350,
    "PHP": 5_800,
    "PKR": 28_000,
    "PLN": 370,
    "QAR": 364,
    "RON": 440,
    "RSD": 10_200,
    "SAR": 375,
    "SEK": 950,
    "SGD": 129,
    "THB": 3_250,
    "TRY": 4_100,
    "TWD": 3_000,
    "UAH": 4_150,
    "USD": 100,
    "UZS": 1_250_000,
    "VND": 26_000,
    "ZAR": 1_770,
}
_WITHOUT_CENTS = {"CLP", "ISK", "JPY", "KRW", "VND"}
_LEAST_DOLLARS = 1
_MOST_DOLLARS = 10_000


def takes(currency: str) -> bool:
    """Tell whether invoices can be in the currency."""
    return currency in SMALLEST_UNITS_PER_DOLLAR


def is_payable(currency: str, total: int) -> bool:
    """Tell whether a total in smallest units is neither too small nor too large."""
    per_dollar = SMALLEST_UNITS_PER_DOLLAR[currency]
    return _LEAST_DOLLARS * per_dollar <= total <= _MOST_DOLLARS * per_dollar


def as_text(currency: str, total: int) -> str:
    """Write a total in smallest units, as `GBP 12.50`."""
    return f"{currency} {total}" if currency in _WITHOUT_CENTS else f"{currency} {total / 100:.2f}"
