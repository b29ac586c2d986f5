namespace Cairn.Tracking;

public sealed record RunParam(string Key, string Value);
