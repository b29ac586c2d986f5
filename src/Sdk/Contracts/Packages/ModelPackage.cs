namespace Cairn.Contracts.Packages;

/// <summary>
/// What <c>model.json</c> in a packaged model says. A package is a zip archive: a model that is no single file of ONNX or XGBoost. Exactly one of
/// <see cref="Command"/>, <see cref="Code"/> and <see cref="Ensemble"/> says what answers.
/// </summary>
public sealed record ModelPackage
{
    /// <summary>The manifest's name in the archive.</summary>
    public const string FileName = "model.json";

    /// <summary>A server of any language: program and arguments, started in the unpacked archive. <c>{port}</c> stands for the port.</summary>
    public IReadOnlyList<string>? Command { get; set; }

    /// <summary>How the command is spoken to and watched.</summary>
    public ServerRule Server { get; set; } = new();

    /// <summary>An assembly with scoring code around a model of the archive.</summary>
    public CodePart? Code { get; set; }

    /// <summary>Other versions, in the order in which they are asked.</summary>
    public IReadOnlyList<MemberPart>? Ensemble { get; set; }

    /// <summary>Of an ensemble: which tensor each output is, <c>member.output</c>.</summary>
    public IReadOnlyDictionary<string, string>? Answers { get; set; }

    public required IReadOnlyList<PackagePort> Inputs { get; init; }

    public required IReadOnlyList<PackagePort> Outputs { get; init; }
}
