namespace Cairn.Platform.Web;

/// <summary>A line above every page while it is true: simulated world, control plane read-only, freeze window.</summary>
public sealed record Strip(Token Token, string Icon, string Text)
{
    /// <summary>The line every page of a simulated world carries.</summary>
    public static Strip Simulated(DateTimeOffset now) =>
        new(Token.Attest, "clock", $"Simulated world: people and clock are simulated, it is {now.UtcDateTime.ToString("d MMM yyyy, HH:mm")} UTC there");
}
