using Cairn.DuckDb;

namespace Cairn.Pipelines.Steps;

/// <summary>The prepared rows: row-major features and the label.</summary>
internal sealed record TrainingSet(float[] Rows, float[] Labels, int Columns)
{
    public static TrainingSet Read(DuckConnection duck, string table, IReadOnlyList<Feature> features, string label)
    {
        for (int i = 0; i < features.Count; i++)
            if (features[i].IsText) Load(duck, i, features[i]);
        string joins = string.Concat(features.Select((f, i) => f.IsText ? $" left join code_{i} on code_{i}.k = t.{DuckSql.Identifier(f.Name)}::varchar" : ""));
        string columns = string.Join(", ", features.Select((f, i) => f.IsText ? $"coalesce(code_{i}.v, {DuckSql.Literal((object)f.Otherwise)})::float" : $"t.{DuckSql.Identifier(f.Name)}::float"));
        // The join may move rows; their number keeps features and labels together and the order fixed.
        duck.Execute($"create temp table numbered as select row_number() over () as cairn_row, * from {table}");
        using DuckResult rows = duck.Stream($"select {columns} from numbered t{joins} where t.{DuckSql.Identifier(label)} is not null order by t.cairn_row");
        float[] matrix = rows.ToMatrix();
        using DuckResult truth = duck.Stream($"select t.{DuckSql.Identifier(label)}::float from numbered t where t.{DuckSql.Identifier(label)} is not null order by t.cairn_row");
        float[] labels = truth.ToMatrix();
        duck.Execute("drop table numbered");
        return new TrainingSet(matrix, labels, features.Count);
    }

    private static void Load(DuckConnection duck, int index, Feature feature)
    {
        duck.Execute($"create or replace temp table code_{index} (k varchar, v float)");
        using DuckAppender rows = duck.Append($"code_{index}");
        foreach ((string text, float code) in feature.Codes)
        {
            rows.Add(text).Add(code);
            rows.EndRow();
        }
        rows.Complete();
    }
}
