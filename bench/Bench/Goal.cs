using System.Globalization;

namespace Cairn.Bench;

/// <summary>A bound of the ratio ours / control.</summary>
internal sealed record Goal(bool AtLeast, double Ratio)
{
    public static Goal NoLessThan(double ratio) => new(true, ratio);

    public static Goal NoMoreThan(double ratio) => new(false, ratio);

    public bool IsMet(double ratio) => AtLeast ? ratio >= Ratio : ratio <= Ratio;

    public override string ToString() => (AtLeast ? ">= " : "<= ") + Ratio.ToString("0.##", CultureInfo.InvariantCulture) + "x";
}
