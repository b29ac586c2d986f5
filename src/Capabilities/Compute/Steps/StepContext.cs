using System.Text.Json.Nodes;

namespace Cairn.Compute;

/// <summary>What a built-in step was given.</summary>
/// <param name="Inputs">Port to path.</param>
/// <param name="Outputs">Port to the path to be written.</param>
/// <param name="Parameters">Empty when there are none.</param>
/// <param name="Memory">Bytes it may use, null when not limited.</param>
/// <param name="Log">Goes to the task's log.</param>
public sealed record StepContext(
    IReadOnlyDictionary<string, string> Inputs, IReadOnlyDictionary<string, string> Outputs, JsonObject Parameters, long? Seed, long? Memory, TextWriter Log)
{
    /// <summary>The path of an input port.</summary>
    /// <exception cref="StepException">The step was not given it.</exception>
    public string Input(string port) => Inputs.GetValueOrDefault(port) ?? throw new StepException($"The input '{port}' is missing.");

    /// <summary>The path to write for an output port.</summary>
    /// <exception cref="StepException">The step does not declare it.</exception>
    public string Output(string port) => Outputs.GetValueOrDefault(port) ?? throw new StepException($"The output '{port}' is not declared.");

    /// <summary>Reads the <c>in.json</c> that a task was started with.</summary>
    public static StepContext Read(string path, TextWriter log)
    {
        JsonObject file = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        return new StepContext(
            Paths(file["inputs"]), Paths(file["outputs"]),
            file["params"] as JsonObject ?? [], (long?)file["seed"], (long?)file["memory"], log);
    }

    // Without a serializer: making one ready takes longer than many a step.
    private static Dictionary<string, string> Paths(JsonNode? ports) => ports!.AsObject().ToDictionary(p => p.Key, p => (string)p.Value!, StringComparer.Ordinal);
}
