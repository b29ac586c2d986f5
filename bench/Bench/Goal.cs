using System.Globalization;

namespace Cairn.Bench;

/// <summary>A bound of the ratio ours / control.</summary>
internal sealed record Goal(bool AtLeast, double Ratio)
{
    /// <summary>A bound of ours itself besides, in the benchmark's unit; null where the ratio is all.</summary>
    public double? Own { get; private init; }

    public static Goal NoLessThan(double ratio) => new(true, ratio);

    public static Goal NoMoreThan(double ratio) => new(false, ratio);

    public Goal And(double own) => this with { Own = own };

    public bool IsMet(double ratio, double ours) => Holds(ratio, Ratio) && (Own is not { } own || Holds(ours, own));

    public override string ToString() => Word(Ratio) + "x";

    /// <summary>The bound of ours itself in words; empty where there is none.</summary>
    public string OwnWords => Own is { } own ? Word(own) : "";

    private bool Holds(double value, double bound) => AtLeast ? value >= bound : value <= bound;

    private string Word(double bound) => (AtLeast ? ">= " : "<= ") + bound.ToString("#,0.##", CultureInfo.InvariantCulture);
}
