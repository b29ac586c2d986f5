namespace Cairn.Cli;

/// <summary>What the program answers to the shell.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>A check failed, or the server refused what was rightly asked.</summary>
    public const int Failed = 1;

    /// <summary>Wrong words, wrong values, or a name that does not exist.</summary>
    public const int Usage = 2;

    /// <summary>The server gave no answer.</summary>
    public const int Unreachable = 3;

    /// <summary>Ended by Ctrl C, as shells count it.</summary>
    public const int Interrupted = 130;
}
