"""The metrics as Prometheus reads them."""

from prometheus_client.parser import text_string_to_metric_families


class Scraped:
    def __init__(self, text: str) -> None:
        self.text = text
        families = list(text_string_to_metric_families(text))
        self.names = [family.name for family in families]
        self._values = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    def value(self, name: str, **labels: str) -> float | None:
        """Return what was told of exactly these labels, None for nothing."""
        return self._values.get((name, frozenset(labels.items())))

    def labels(self) -> set[str]:
        """Return every word that stands in a label."""
        return {word for _, labels in self._values for _, word in labels}
