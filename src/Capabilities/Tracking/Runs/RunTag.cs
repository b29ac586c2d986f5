namespace Cairn.Tracking;

public sealed record RunTag(string Key, string Value);
