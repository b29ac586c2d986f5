namespace Cairn.Delivery;

internal enum AbOutcome
{
    /// <summary>It goes on.</summary>
    Open,

    /// <summary>A was shown to be better.</summary>
    A,

    /// <summary>B was shown to be better.</summary>
    B,

    /// <summary>It came to its planned end without a difference.</summary>
    Even,

    /// <summary>It came to its date with too few keys to say anything.</summary>
    Short,

    /// <summary>Its split is not the planned one; nothing follows from it.</summary>
    Broken,
}
