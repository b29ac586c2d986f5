namespace Cairn.XgBoost;

/// <summary>A fault of XGBoost, in the library's own words.</summary>
public sealed class XgBoostException(string message) : Exception(message);
