namespace Cairn.Platform.Web;

public enum RungState
{
    Later,
    Next,
    Held,
    Here,
}

/// <summary>One level of a ladder: earned, the one held now, the next, or a later one; the note says "2 of 15 held". <c>Share</c> in [0, 1] is drawn as a meter.</summary>
public sealed record Rung(int Level, string Name, string Note, RungState State, double? Share = null);
