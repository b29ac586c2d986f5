namespace Cairn.Compute.Environments.Restoring;

/// <summary>A virtual environment, filled by pip. Only where somebody said where packages come from.</summary>
internal sealed class PythonRestorer(ComputeOptions options) : IRestorer
{
    // An interpreter that is named by its path is not found through PATH.
    public bool Fits(TaskLock locked) => !locked.Interpreter.Contains('/') && Interpreters.IsPython(locked.Interpreter);

    // These locks name none, or a range that pip itself holds.
    public bool Suits(IReadOnlyDictionary<string, string> wanted, Installed installed) => true;

    public bool IsReady(Installed installed) => options.Pip.Keys.Any(k => k is "PIP_INDEX_URL" or "PIP_EXTRA_INDEX_URL" or "PIP_FIND_LINKS" or "PIP_CONFIG_FILE");

    // A file of another form than pip's is told to it package by package.
    public string Text(TaskLock locked) => LockedPackages.IsTable(locked.Name) ? string.Concat(LockedPackages.Read(locked).Select(p => $"{p.Key}=={p.Value}\n")) : locked.Text;

    public IReadOnlyList<IReadOnlyList<string>> Commands(TaskLock locked, string folder, string file) =>
    [
        [locked.Interpreter, "-m", "venv", "--without-pip", folder],
        [locked.Interpreter, "-m", "pip", "--python", Path.Combine(folder, "bin/python"), "install", "--quiet", "--no-input", "--disable-pip-version-check", "-r", file],
    ];

    public IReadOnlyDictionary<string, string> Settings => options.Pip;

    public (string, string)[] Variables(string folder, IReadOnlyDictionary<string, string> environment)
        => [("PATH", $"{Path.Combine(folder, "bin")}:{environment["PATH"]}"), ("VIRTUAL_ENV", folder)];
}
