using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Sweeps;

/// <summary>A way to choose the parameters of trials. The same space, seed and earlier trials give the same choice, so that a sweep goes on after a crash.</summary>
internal interface ISweepSearch
{
    /// <summary>As in <c>search:</c> of the project file.</summary>
    string Name { get; }

    /// <summary>It chooses by what earlier trials came to, so trials are made in rounds.</summary>
    bool Learns { get; }

    /// <summary>How many trials it makes, at most <paramref name="asked"/>.</summary>
    int Count(IReadOnlyDictionary<string, SweepSpace> space, int asked);

    /// <param name="trial">From 0.</param>
    /// <param name="known">Earlier trials with a score, better ones higher.</param>
    JsonObject Propose(IReadOnlyDictionary<string, SweepSpace> space, long seed, int trial, IReadOnlyList<Trial> known);
}
