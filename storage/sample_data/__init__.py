"""Sample data: a believable school that does not exist, in the middle of its term."""

from storage.sample_data.school import NotEmptyError, SampleSchool, load_sample_data

__all__ = ["NotEmptyError", "SampleSchool", "load_sample_data"]
