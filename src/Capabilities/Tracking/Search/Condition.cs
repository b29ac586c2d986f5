namespace Cairn.Tracking.Search;

/// <summary>A filter, understood: a <see cref="Comparison"/>, or conditions joined by AND or OR.</summary>
public abstract record Condition
{
    /// <summary>Every comparison in it.</summary>
    public IEnumerable<Comparison> Comparisons => this switch { Comparison one => [one], Joined joined => joined.Parts.SelectMany(p => p.Comparisons), _ => [] };

    /// <summary>The comparisons that hold for whatever is found.</summary>
    public IEnumerable<Comparison> Always => this switch { Comparison one => [one], Joined { All: true } joined => joined.Parts.SelectMany(p => p.Always), _ => [] };
}

/// <summary>Conditions of which all hold, or any.</summary>
public sealed record Joined(bool All, IReadOnlyList<Condition> Parts) : Condition;
