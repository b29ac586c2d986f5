namespace Cairn.Cli.Demo.Story;

/// <summary>One of the simulated people.</summary>
internal sealed record Person(string Name, string Role)
{
    public static readonly Person Ada = new("ada", "data-scientist"), Ben = new("ben", "data-engineer"), Cleo = new("cleo", "software-engineer"), Dana = new("dana", "owner");

    /// <summary>The identity that only a simulated world accepts.</summary>
    public string Id => "sim:" + Name;

    public string Signature => $"{char.ToUpperInvariant(Name[0])}{Name[1..]}";

    public string Email => $"{Name}@flight-delay.example";
}
