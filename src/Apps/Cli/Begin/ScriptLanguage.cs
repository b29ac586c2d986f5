namespace Cairn.Cli.Begin;

/// <summary>A language that scripts are written in: how one is run, and what can be seen of it.</summary>
/// <param name="Program">What runs a script.</param>
/// <param name="Locks">Files that fix its packages, the best first; empty where none is looked for.</param>
/// <param name="Input">How it reads what a step is given, with <c>*</c> in the place of the variable's name.</param>
/// <param name="Facts">Reads the code.</param>
internal sealed record ScriptLanguage(string Program, string[] Locks, string Input, Func<string, ScriptFacts> Facts)
{
    public static readonly ScriptLanguage Python = new("python3", ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "conda-lock.yml", "requirements.txt", "environment.yml"], "pd.read_parquet(os.environ[\"*\"])", ScriptFacts.Of);
    private static readonly ScriptLanguage R = new("Rscript", ["renv.lock"], "arrow::open_dataset(Sys.getenv(\"*\"))", TextFacts.OfR);
    private static readonly ScriptLanguage Shell = new("sh", [], "a folder of Parquet files, \"$*\"", TextFacts.OfShell);
    private static readonly ScriptLanguage CSharp = new("dotnet run", [], "a folder of Parquet files, Environment.GetEnvironmentVariable(\"*\")", TextFacts.OfCSharp);

    /// <summary>By the ending of the script's name, and of a shell by its first line; null when it is none of these.</summary>
    public static ScriptLanguage? Of(string script, string code) => Path.GetExtension(script) switch
    {
        ".py" => Python,
        ".R" or ".r" => R,
        ".sh" when code.StartsWith("#!", StringComparison.Ordinal) && code.Split('\n')[0].Contains("bash", StringComparison.Ordinal) => Shell with { Program = "bash" },
        ".sh" => Shell,
        ".cs" => CSharp,
        _ => null,
    };

    /// <param name="variable">That names what the step is given.</param>
    public string InputOf(string variable) => Input.Replace("*", variable, StringComparison.Ordinal);
}
