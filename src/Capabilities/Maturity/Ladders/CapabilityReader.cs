using System.Text.RegularExpressions;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Maturity;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Model;
using Cairn.Maturity.Records;
using Cairn.Maturity.Waiving;
using Cairn.Platform.Sql;

namespace Cairn.Maturity.Ladders;

/// <summary>Puts the page of one capability together, as its reader may act on it.</summary>
internal sealed class CapabilityReader(Assessments assessments, RecordShelf shelf, WaiverStore waivers, IDatabase database)
{
    /// <summary>Null when there is no such capability.</summary>
    public async Task<CapabilityPageModel?> ReadAsync(string project, string id, Actor reader, CancellationToken cancellation)
    {
        AssessmentDto now = await assessments.NowAsync(project, alone: false, cancellation);
        if (now.Capabilities.FirstOrDefault(c => c.Id == id) is not { } capability) return null;
        AttestationEntry? entry = StatementOf(id);
        ProjectRecords records = await shelf.ReadAsync(project, cancellation);
        IReadOnlyList<WaiverRow> asked = await database.ReadAsync(s => waivers.Of(s, project), cancellation);
        return new CapabilityPageModel
        {
            Project = project,
            Capability = capability,
            Profile = now.Profile,
            Parameters = [.. MaturityModel.Current.Parameters(now.Profile).Where(n => Names(capability.Rule, n.Key)).Select(n => $"${n.Key} = {StatusWords.Number(n.Value)}")],
            Statement = entry?.Statement,
            Speakers = entry?.Roles ?? [],
            Held = entry is null ? [] : [.. reader.Roles.Where(entry.Roles.Contains)],
            MaySpeak = reader.Roles.Count > 0,
            Waivers = [.. asked.Where(w => w.Capability == id).Take(5).Select(w => Line(w, reader))],
            Changes = [.. records.Own.Where(e => e.Type == "assessment.made" && EventData.Texts(e.Data["changed"]).Contains(id)).Reverse().Take(10).Select(e => e.At)],
        };
    }

    /// <summary>The statement that belongs to a capability, under its own id or named by its entry.</summary>
    public static AttestationEntry? StatementOf(string capability)
    {
        string? named = MaturityModel.Current.ById.GetValueOrDefault(capability)?.Entry.Attestation;
        return MaturityModel.Current.File.Attestations.Find(a => a.Id == (named ?? capability));
    }

    private static bool Names(string rule, string parameter) => Regex.IsMatch(rule, $@"\${parameter}\b", RegexOptions.NonBacktracking);

    private static WaiverLine Line(WaiverRow w, Actor reader) => new(
        w.Id, w.State, w.Reason, w.AskedBy, w.ApprovedBy, DateTimeOffset.FromUnixTimeMilliseconds(w.UntilAt), reader.Roles.Count > 0 && reader.Id != w.AskedBy);
}
