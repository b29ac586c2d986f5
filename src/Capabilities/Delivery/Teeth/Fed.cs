using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>What a gate is fed: its champion as the candidate it once was, the tables of that decision, and the champion it then had to beat.</summary>
internal sealed record Fed(GateDecision Decision, Candidacy Of, GateTables Tables, ModelVersionView? Champion);
