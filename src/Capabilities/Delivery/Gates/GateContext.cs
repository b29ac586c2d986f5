using Cairn.Code;
using Cairn.Contracts.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>All that a gate looks at: candidate and champion on the same table, and the tests of the candidate's code.</summary>
public sealed record GateContext(Gate Gate, ModelVersionView Candidate, Evaluation CandidateEvaluation)
{
    public ModelVersionView? Champion { get; init; }

    /// <summary>The champion on the candidate's table.</summary>
    public Evaluation? ChampionEvaluation { get; init; }

    /// <summary>Suites that hold at the candidate's commit.</summary>
    public IReadOnlyList<SuiteResult> Suites { get; init; } = [];

    /// <summary>Inputs that the endpoint's contract in force names.</summary>
    public IReadOnlyList<string> ContractInputs { get; init; } = [];

    /// <summary>Those of them that the project file no longer names: that change waits.</summary>
    public IReadOnlyList<string> InputsGivenUp { get; init; } = [];

    /// <summary>Who relies on the endpoint: applications, declared or seen to ask, and holders of tokens that name it.</summary>
    public IReadOnlyList<string> Consumers { get; init; } = [];

    /// <summary>Key of the endpoint: not an input of the model.</summary>
    public string? Key { get; init; }
}
