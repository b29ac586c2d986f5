namespace Cairn.Maturity.Model;

/// <summary>The waiting a rule imposes.</summary>
internal sealed class WaitEntry
{
    public double Days { get; init; }

    public int Beats { get; init; }
}
