using System.CommandLine;

namespace Cairn.Cli.Frame;

/// <summary>One word or pair of words of the command line: <c>runs list</c>, <c>predict</c>.</summary>
internal abstract class Verb
{
    /// <summary>Noun and verb as typed, parted by a space.</summary>
    public abstract string Path { get; }

    /// <summary>One line, no full stop.</summary>
    public abstract string Summary { get; }

    /// <summary>Two full command lines as a user would type them.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Not shown in help.</summary>
    public virtual bool IsHidden => false;

    /// <summary>Adds the verb's own arguments and options and the shared groups it uses.</summary>
    public abstract void Declare(Command command, SharedOptions shared);

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public abstract Task<int> RunAsync(Call call, CancellationToken cancel);
}
