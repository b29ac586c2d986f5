namespace Cairn.Client.Probing;

/// <summary>What a prober works with.</summary>
/// <param name="Server">Base address of the server whose endpoints are asked.</param>
/// <param name="Token">Secret of a token of the role probe, of this prober alone.</param>
/// <param name="Record">Folder of what was not handed in yet; of this prober alone.</param>
internal sealed record ProberOptions(Uri Server, string Token, string Record)
{
    /// <summary>Between two rounds, in whole seconds; rounds fall on multiples of it.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After which a question counts as not answered.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Ends when the server was silent for so long; null: never. What was found stays in the record.</summary>
    public TimeSpan? GiveUp { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told what somebody should know.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
