namespace Cairn.Contracts.Access;

/// <summary>What an application calls itself when it asks an endpoint.</summary>
public static class ApplicationName
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Cairn-App";

    private const int Longest = 64;

    /// <summary>1 to 64 letters, digits, dots, hyphens and underscores, the first one a letter or digit.</summary>
    public static bool IsOne(string? text) =>
        text is { Length: > 0 and <= Longest } && char.IsAsciiLetterOrDigit(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
