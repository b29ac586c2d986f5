using System.Collections.Frozen;

namespace Cairn.Maturity.Rules;

/// <summary>The closed list of kinds of fact and the fields of each; rules may name no others.</summary>
internal static class FactKinds
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Kinds = new Dictionary<string, string>
    {
        ["project"] = "owner purpose roles",
        ["role"] = "person role",
        ["statement"] = "id_ people",
        ["approval"] = "of of_kind as_role by",
        ["handoff"] = "version to_role complete accepted sender receiver",
        ["change"] = "commit ref verified areas checks reviewed people from_run cause",
        ["run"] = "purpose for status trigger firing commit verified clean ref pipeline notebook steps stages data params metrics artifacts " +
            "primary eval env env_role target managed cpu_s cost duration_s source rows made suite tests subject actor cause",
        ["version"] = "noun name digest origin run recipe owners pipeline commit",
        ["alias"] = "owner name of from to by edited",
        ["gate"] = "version champion suites slices overlap decision trigger run release",
        ["release"] = "of env endpoint version trigger strategy plan sticky stop decision result rollback break_glass commit actor hands approvals " +
            "minutes ds_hands approver_role role_held_days initiator_role through scoring_commit verified tests.unit tests.integration downtime_s " +
            "from_experiment lead_h ci gate",
        ["window"] = "of endpoint env version n values metrics threshold baseline breached monitor delay_s logged tagged kinds gap_m central " +
            "enforced days availability planned_s probes stage",
        ["alert"] = "window endpoint state",
        ["incident"] = "kind about by fingerprint fix guard state",
        ["firing"] = "kind cause actor run drill held_back",
        ["probe"] = "of given seen ok env recipe rel_delta endpoint version",
        ["cycle"] = "ended stages single_flow hands approvals started_by gain",
        ["coverage"] = "of uncovered total missing",
        ["marker"] = "roles consumer monitor",
    }.ToFrozenDictionary(k => k.Key, k => $"id at age grade {k.Value}".Split(' ').ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => Kinds.Keys;

    public static IReadOnlySet<string> FieldsOf(string kind) => Kinds[kind];
}
