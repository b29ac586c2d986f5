namespace Cairn.Maturity.Rules;

/// <summary>How windows are taken: as written, stretched by the days of grace, or not at all.</summary>
internal enum WindowMode { Exact, Stretched, Open }
