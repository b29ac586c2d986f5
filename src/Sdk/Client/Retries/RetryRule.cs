namespace Cairn.Client;

/// <summary>
/// How a call is tried again when no answer came, or one that says "not now" (408, 429, 500, 502, 503, 504). The wait doubles, with up to half of
/// it left to chance, unless the server says how long (<c>Retry-After</c>).
/// </summary>
public sealed record RetryRule
{
    /// <summary>Attempts in all, the first one too; at least 1.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait after the first failed attempt.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait of our own.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait that the server may ask for; it is asked again after that.</summary>
    public TimeSpan LongestAsked { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>One attempt.</summary>
    public static RetryRule None { get; } = new() { Attempts = 1 };
}
