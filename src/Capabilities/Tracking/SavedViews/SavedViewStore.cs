using Cairn.Platform.Sql;

namespace Cairn.Tracking.SavedViews;

/// <summary>Saved views by project and name.</summary>
internal sealed class SavedViewStore
{
    private const string Rows = "select v.*, e.name as experiment_name from tracking_views v left join tracking_experiments e on e.id = v.experiment where v.project = @project";

    /// <summary>By name.</summary>
    public IReadOnlyList<SavedViewRow> List(SqlSession s, string project) => s.Query<SavedViewRow>(Rows + " order by v.name", new { project });

    public SavedViewRow? Find(SqlSession s, string project, string name) => s.First<SavedViewRow>(Rows + " and v.name = @name", new { project, name });

    /// <summary>False when the project has one of this name.</summary>
    public bool Insert(SqlSession s, SavedViewRow view) => s.Execute("""
        insert into tracking_views (project, name, experiment, shown, filter_text, sort_key, created_at, created_by)
        values (@Project, @Name, @Experiment, @Shown, @FilterText, @SortKey, @CreatedAt, @CreatedBy) on conflict (project, name) do nothing
        """, view) > 0;

    public bool Delete(SqlSession s, string project, string name) => s.Execute("delete from tracking_views where project = @project and name = @name", new { project, name }) > 0;
}
