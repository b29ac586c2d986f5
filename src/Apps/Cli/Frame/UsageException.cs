namespace Cairn.Cli.Frame;

/// <summary>The words on the command line cannot be carried out; <paramref name="mend"/> is the command or word that can.</summary>
internal sealed class UsageException(string message, string? mend = null) : Exception(message)
{
    public string? Mend { get; } = mend;
}
