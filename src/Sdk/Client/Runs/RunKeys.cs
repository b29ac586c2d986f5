namespace Cairn.Client;

/// <summary>What can be said of a key before the server sees it.</summary>
internal static class RunKeys
{
    private const int Longest = 250;

    /// <exception cref="ArgumentException">It is empty or longer than 250 characters.</exception>
    public static string Checked(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return key.Length <= Longest ? key : throw new ArgumentException($"a key has at most {Longest} characters, this has {key.Length}", nameof(key));
    }

    /// <exception cref="ArgumentException">It is no plain relative path.</exception>
    public static string Path(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var plain = !path.Contains('\\', StringComparison.Ordinal) && path.Split('/').All(part => part is not ("" or "." or ".."));
        return plain ? path : throw new ArgumentException($"'{path}' is not a path of plain parts, as in 'plots/roc.png'", nameof(path));
    }
}
