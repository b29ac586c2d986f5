namespace Cairn.Compute;

/// <summary>The interpreters whose packages can be told: Python, R and .NET, by the names that commands give them.</summary>
public static class Interpreters
{
    private const string Net = "dotnet", NetLock = "packages.lock.json", RLock = "renv.lock";

    public static bool Knows(string program) => Path.GetFileName(program) is Net || IsR(program) || IsPython(program);

    /// <summary>Whether a lock file of this name says what is to be installed for a program.</summary>
    public static bool Fits(string program, string file) => Path.GetFileName(file) switch
    {
        NetLock => Path.GetFileName(program) == Net,
        RLock => IsR(program),
        _ => IsPython(program),
    };

    internal static bool IsR(string program) => Path.GetFileName(program) is "Rscript" or "R";

    /// <summary>What runs R code and says nothing else, beside the R that is named.</summary>
    internal static string ScriptsOf(string program) => Path.GetFileName(program) == "R" ? program + "script" : program;

    internal static bool IsPython(string program) => Path.GetFileName(program).StartsWith("python", StringComparison.Ordinal);
}
