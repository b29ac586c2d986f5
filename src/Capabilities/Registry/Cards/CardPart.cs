using Cairn.Platform.Http;

namespace Cairn.Registry.Cards;

/// <summary>A part of the card that only people can write.</summary>
/// <param name="Name">As addresses name it.</param>
/// <param name="Asks">What is to be told.</param>
public sealed record CardPart(string Name, string Title, string Asks)
{
    public static IReadOnlyList<CardPart> All { get; } =
    [
        new("intended-use", "Intended use", "What it is for, who uses its answers, and for which decisions."),
        new("not-for", "Not for", "Uses, groups and situations that it was not made or tested for."),
        new("risks", "Risks and fairness", "Who may be harmed by a wrong answer, and what is done about it."),
        new("remarks", "Remarks", "What else one should know."),
    ];

    /// <exception cref="ApiException">404: there is no such part.</exception>
    public static CardPart Require(string name) => All.FirstOrDefault(p => p.Name == name) ?? throw ApiException.NotFound("part of a card", name, $"Parts are {string.Join(", ", All.Select(p => p.Name))}.");
}
