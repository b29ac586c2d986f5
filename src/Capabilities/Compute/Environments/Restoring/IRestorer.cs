namespace Cairn.Compute.Environments.Restoring;

/// <summary>Brings what a lock file names into a folder, by a tool of its language.</summary>
internal interface IRestorer
{
    /// <summary>Whether it is a lock of this language, whose interpreter would find what is restored.</summary>
    bool Fits(TaskLock locked);

    /// <summary>Whether the interpreter, which is not restored, is the one that the lock names.</summary>
    /// <param name="wanted">What the lock names, with versions.</param>
    bool Suits(IReadOnlyDictionary<string, string> wanted, Installed installed);

    /// <summary>Whether the tool is there, and knows where packages come from.</summary>
    bool IsReady(Installed installed);

    /// <summary>The lock as the tool reads it.</summary>
    string Text(TaskLock locked);

    /// <summary>What fills the folder, one command after the other.</summary>
    /// <param name="file">It holds <see cref="Text"/>.</param>
    IReadOnlyList<IReadOnlyList<string>> Commands(TaskLock locked, string folder, string file);

    /// <summary>Variables of the tool.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Variables by which the task's command finds what lies in the folder.</summary>
    (string Name, string Value)[] Variables(string folder, IReadOnlyDictionary<string, string> environment);
}
