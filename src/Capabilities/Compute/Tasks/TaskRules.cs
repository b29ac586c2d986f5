using System.Buffers;

namespace Cairn.Compute.Tasks;

/// <summary>What a task must be before anything is made for it.</summary>
internal static class TaskRules
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    public static bool IsKey(string key) => key.Length is > 0 and <= 120 && key[0] != '.' && !key.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <exception cref="ArgumentException">Something of it is not usable.</exception>
    public static void Check(ComputeTask task)
    {
        if (!IsKey(task.Key)) throw new ArgumentException("A task's key is 1 to 120 letters, digits, '.', '_' or '-', not beginning with a dot.", nameof(task));
        if (task.Command.Count == 0 || task.Command.Any(w => w.Contains('\0'))) throw new ArgumentException("A task has a command without zero characters.", nameof(task));
        foreach (string port in task.Inputs.Keys.Concat(task.Outputs))
            if (!IsKey(port)) throw new ArgumentException($"'{port}' cannot be the name of a port.", nameof(task));
        foreach (string group in new[] { "in", "out" })
            CheckVariables(group == "in" ? task.Inputs.Keys : task.Outputs);
        foreach ((string name, string value) in task.Environment)
            if (name.Length == 0 || name.Contains('=') || name.Contains('\0') || value.Contains('\0')) throw new ArgumentException($"'{name}' cannot be a variable.", nameof(task));
        foreach ((string port, string path) in task.Inputs)
            if (!Path.IsPathFullyQualified(path) || !Path.Exists(path)) throw new ArgumentException($"The input '{port}' is not an existing absolute path.", nameof(task));
        if (task.SourceDirectory is { } source && !Directory.Exists(source)) throw new ArgumentException("The source directory does not exist.", nameof(task));
    }

    /// <summary>The variable's name for a port: <c>test-set</c> becomes <c>TEST_SET</c>.</summary>
    public static string Variable(string port) => port.ToUpperInvariant().Replace('-', '_').Replace('.', '_');

    private static void CheckVariables(IEnumerable<string> ports)
    {
        IGrouping<string, string>? twice = ports.GroupBy(Variable, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw new ArgumentException($"The ports {string.Join(", ", twice)} would share one variable.", nameof(ports));
    }
}
