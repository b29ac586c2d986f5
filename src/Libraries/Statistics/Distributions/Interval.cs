using System.Runtime.InteropServices;

namespace Cairn.Statistics;

/// <summary>A closed interval.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => value >= Low && value <= High;
}
