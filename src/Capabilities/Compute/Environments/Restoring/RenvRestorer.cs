namespace Cairn.Compute.Environments.Restoring;

/// <summary>A library of R, filled by renv from where the lock itself says, or the server's variables of renv.</summary>
internal sealed class RenvRestorer(ComputeOptions options) : IRestorer
{
    /// <summary>A project that activates renv by itself would look for a library of its own.</summary>
    public static readonly (string, string) NotByItself = ("RENV_CONFIG_AUTOLOADER_ENABLED", "FALSE");

    private const string Restore = "options(renv.consent = TRUE); a <- commandArgs(TRUE); renv::restore(project = tempdir(), library = a[1], lockfile = a[2], prompt = FALSE)";

    public bool Fits(TaskLock locked) => Interpreters.IsR(locked.Interpreter);

    public bool Suits(IReadOnlyDictionary<string, string> wanted, Installed installed) => wanted.GetValueOrDefault(LockedPackages.R, installed.Version) == installed.Version;

    public bool IsReady(Installed installed) => installed.Packages.ContainsKey("renv");

    public string Text(TaskLock locked) => locked.Text;

    public IReadOnlyList<IReadOnlyList<string>> Commands(TaskLock locked, string folder, string file) => [[Interpreters.ScriptsOf(locked.Interpreter), "-e", Restore, folder, file]];

    // Whole packages and no links: the library must not change with a cache.
    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(options.Renv, StringComparer.Ordinal)
    {
        ["RENV_CONFIG_CACHE_ENABLED"] = "FALSE",
        ["RENV_CONFIG_USER_PROFILE"] = "FALSE",
        [NotByItself.Item1] = NotByItself.Item2,
    };

    public (string, string)[] Variables(string folder, IReadOnlyDictionary<string, string> environment) => [("R_LIBS", folder), ("R_LIBS_USER", folder), ("R_LIBS_SITE", folder)];
}
