using System.Text.Json.Nodes;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Traces.Assessments;

/// <summary>MLflow's calls on assessments of a trace.</summary>
internal sealed class MlflowAssessments(IDatabase database, TraceService service, TraceStores stores, TimeProvider time)
{
    private const int MostOfOne = 1000;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/traces/{trace_id}/assessments", r => CreateAsync(TraceId(r), Said(r), r.Context.RequestAborted));
        routes.Get("/traces/{trace_id}/assessments/{assessment_id}", r => database.ReadAsync<JsonObject?>(s => AssessmentMessages.One(Existing(s, stores.Existing(s, TraceId(r)), Id(r))), r.Context.RequestAborted));
        routes.Patch("/traces/{trace_id}/assessments/{assessment_id}", UpdateAsync);
        routes.Delete("/traces/{trace_id}/assessments/{assessment_id}", DeleteAsync);
    }

    /// <summary>Adds an assessment within the caller's transaction; one that overrides another takes its place.</summary>
    public AssessmentRow Add(SqlSession s, TraceRow trace, JsonObject said, string? id = null)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (string field in (string[])["create_time", "last_update_time"]) said[field] ??= TraceTimes.Instant(now);
        AssessmentRow row = AssessmentDraft.Row(said, id ?? "a-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), trace, TraceTimes.Instant(said["create_time"]!.GetValue<string>(), "create_time")!.Value);
        if (stores.Assessments.Count(s, trace.Num) >= MostOfOne) throw MlflowException.Invalid($"The trace has {MostOfOne} assessments; more are not kept.");
        if (said["overrides"]?.GetValue<string>() is { Length: > 0 } before) stores.Assessments.Update(s, Existing(s, trace, before) with { Valid = false });
        return stores.Assessments.Put(s, row) ? row : throw MlflowException.Exists($"Assessment with ID '{row.Id}' already exists.");
    }

    private async Task<JsonObject?> CreateAsync(string traceId, JsonObject said, CancellationToken cancellation)
    {
        AssessmentRow? made = null;
        await service.ChangeAsync(traceId, (s, trace) => made = Add(s, trace, said), cancellation);
        return AssessmentMessages.One(made!);
    }

    private async Task<JsonObject?> UpdateAsync(MlflowRequest r)
    {
        JsonObject said = Said(r);
        // Only what the mask names is changed; without one, all that is said.
        string[] mask = r.Text("update_mask") is { Length: > 0 } paths ? [.. paths.Split(',').Select(Snake)] : [.. said.Select(f => f.Key)];
        AssessmentRow? made = null;
        await service.ChangeAsync(TraceId(r), (s, trace) =>
        {
            AssessmentRow before = Existing(s, trace, Id(r));
            JsonObject message = AssessmentMessages.Of(before);
            foreach (string field in mask.Where(f => f is not ("overrides" or "create_time" or "trace_id" or "assessment_id")))
            {
                if (said[field] is { } value) message[field] = value.DeepClone();
                else message.Remove(field);
            }
            message["last_update_time"] = TraceTimes.Instant(time.GetUtcNow().ToUnixTimeMilliseconds());
            made = AssessmentDraft.Row(message, before.Id, trace, before.CreatedAt) with { Valid = before.Valid };
            stores.Assessments.Update(s, made);
        }, r.Context.RequestAborted);
        return AssessmentMessages.One(made!);
    }

    private async Task<JsonObject?> DeleteAsync(MlflowRequest r)
    {
        await service.ChangeAsync(TraceId(r), (s, trace) =>
        {
            AssessmentRow gone = Existing(s, trace, Id(r));
            stores.Assessments.Remove(s, gone.Id);
            // What it stood in place of holds again.
            if (AssessmentMessages.Of(gone)["overrides"]?.GetValue<string>() is { Length: > 0 } before && stores.Assessments.Find(s, trace.Num, before) is { } back) stores.Assessments.Update(s, back with { Valid = true });
        }, r.Context.RequestAborted);
        return null;
    }

    private AssessmentRow Existing(SqlSession s, TraceRow trace, string id)
        => stores.Assessments.Find(s, trace.Num, id) ?? throw MlflowException.Missing($"Assessment with ID '{KeyRules.Cut(id, 100)}' not found for trace '{trace.Id}'.");

    private static JsonObject Said(MlflowRequest r) => AssessmentDraft.Read((r.Whole().Object("assessment") ?? throw MlflowException.Required("assessment")).Element);

    private static string TraceId(MlflowRequest r) => (string)r.Context.Request.RouteValues["trace_id"]!;

    private static string Id(MlflowRequest r) => (string)r.Context.Request.RouteValues["assessment_id"]!;

    // assessmentName or assessment_name; of assessment.feedback.value the first part after the message counts.
    private static string Snake(string path)
    {
        string[] parts = path.Trim().Split('.');
        return System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(parts.Length > 1 && parts[0] == "assessment" ? parts[1] : parts[0]);
    }
}
